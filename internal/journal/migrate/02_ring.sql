-- +goose Up
-- ring holds, for each key that anything was sealed with, the proof by which the key is known again.
create table ring (
	key bigint not null primary key,
	proof text not null
);
