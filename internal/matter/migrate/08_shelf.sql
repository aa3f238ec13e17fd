-- +goose Up
-- No archive carries a column of this type: a shelf that was read from one says that its index is not here, and it is filled
-- anew. So is that of a database that was read from an archive before there was this column.
alter table shelf add column here oid not null default 0;
update shelf set here = 1 where exists (select 1 from matter_text);
