from workbench.common import views
from workbench.common.routing import PUBLIC, route

urlpatterns = [route("health/", views.health, name="health", right=PUBLIC)]
