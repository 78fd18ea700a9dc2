"""What every app needs: clock, actor, scope, routes, lists, and the base of every page."""
