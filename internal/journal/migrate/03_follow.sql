-- +goose Up
-- An auditor follows one person, one sort of event, one day, without walking the chain.
create index journal_person on journal (realm, person, number) where person <> '';
create index journal_kind on journal (realm, kind, number);
create index journal_at on journal (realm, at);
create index look_person on look (realm, person, id);
