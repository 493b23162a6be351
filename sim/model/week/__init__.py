"""The hours of a week: study, care for the team, and experience with the product."""
