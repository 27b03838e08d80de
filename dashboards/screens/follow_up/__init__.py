"""Who holds what is overdue or falls due, agency by agency, on the screen and as a file to send along."""
