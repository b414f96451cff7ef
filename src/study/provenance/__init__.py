"""What a report says of itself in the forms that archives and data portals read."""
