-- +goose Up
-- answered is the end of the street's matter, in milliseconds, of which the community was told last; one that was recalled is told nothing more.
alter table referral add column answered bigint not null default 0;
update referral set answered = 9000000000000000000 where ending = 'withdrawn';
