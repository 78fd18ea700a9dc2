from workbench.common.routing import SIGNED_IN, route
from workbench.pages import views

urlpatterns = [route("", views.home, name="home", right=SIGNED_IN)]
