-- +goose Up
-- until is when an organisation is closed; 0 while it is not.
alter table org add column until bigint not null default 0;
