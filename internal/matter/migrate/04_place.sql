-- +goose Up
-- A place's page lists what was raised there and in what lies in it.
create index matter_place on matter (realm, place, number) where place <> '';
