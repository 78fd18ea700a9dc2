from workbench.accounts import own_views, views
from workbench.common.routing import PUBLIC, SIGNED_IN, route

urlpatterns = [
    route("sign-in/", views.sign_in, name="sign_in", right=PUBLIC),
    route("sign-in/code/", views.sign_in_code, name="sign_in_code", right=PUBLIC),
    route("sign-out/", views.sign_out, name="sign_out", right=SIGNED_IN),
    route("me/", own_views.me, name="me", right=SIGNED_IN),
    route("me/password/", own_views.password, name="password", right=SIGNED_IN),
    route("me/second-factor/", own_views.second_factor, name="second_factor", right=SIGNED_IN),
    route("me/stand-in/", own_views.stand_in, name="stand_in", right=SIGNED_IN),
    route("me/tokens/new/", own_views.token, name="token", right=SIGNED_IN),
    route(
        "me/tokens/<int:pk>/revoke/", own_views.token_revoke, name="token_revoke", right=SIGNED_IN
    ),
]
