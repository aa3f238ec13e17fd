-- +goose Up
-- How a provider calls somebody is kept as a keyed digest from now on: it may be their identity number. Links of before are
-- made anew by whom they belong to.
delete from elsewhere;
