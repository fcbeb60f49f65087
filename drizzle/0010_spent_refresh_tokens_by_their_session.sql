-- The end of a session takes its spent tokens along, and finds them by it.
create index spent_refresh_tokens_by_session on app.spent_refresh_tokens (tenant_id, session_id);
