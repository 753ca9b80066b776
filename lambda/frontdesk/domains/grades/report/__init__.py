"""A class's report: a page with charts for people, and a table for their spreadsheets."""
