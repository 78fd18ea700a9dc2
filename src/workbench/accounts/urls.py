from workbench.accounts import views
from workbench.common.routing import PUBLIC, SIGNED_IN, route

urlpatterns = [
    route("sign-in/", views.sign_in, name="sign_in", right=PUBLIC),
    route("sign-out/", views.sign_out, name="sign_out", right=SIGNED_IN),
]
