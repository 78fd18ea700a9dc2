"""What every engine that speaks SQL does alike once the facts of a run stand in a table."""
