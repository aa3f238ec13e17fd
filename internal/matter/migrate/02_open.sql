-- +goose Up
-- The queue lists what is open by number. What is closed is most of a realm, and is not walked to find it.
create index matter_open_number on matter (realm, number) where ending = '';
