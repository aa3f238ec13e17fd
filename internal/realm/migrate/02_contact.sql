-- +goose Up
-- How a realm is reached; each is empty when it is not told.
alter table realm add column phone text not null default '';
alter table realm add column hours text not null default '';
alter table realm add column address text not null default '';
