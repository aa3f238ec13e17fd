-- +goose Up
create index matter_closed on matter (realm, closed, number) where ending = 'done';
