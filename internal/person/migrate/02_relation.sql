-- +goose Up
-- relation is as what somebody lives in their household: family or tenant; empty for an owner, which follows from titles, and
-- where it is not known.
alter table person add column relation text not null default '';
