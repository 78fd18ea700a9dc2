from workbench.common import views
from workbench.common.listing import saving
from workbench.common.routing import PUBLIC, SIGNED_IN, route

urlpatterns = [
    route("health/", views.health, name="health", right=PUBLIC),
    route("views/", saving.keep, name="view_keep", right=SIGNED_IN),
    route("views/<int:key>/drop/", saving.drop, name="view_drop", right=SIGNED_IN),
]
