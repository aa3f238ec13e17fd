-- +goose Up
-- What a person's device called a file often names a person, and serves nothing.
alter table file drop column name;
