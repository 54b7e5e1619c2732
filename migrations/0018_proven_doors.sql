-- Identities at providers are listed and removed by their owners; what a tenant's issuer says of an address
-- counts only where the issuer verified it.

alter table identities add column id uuid not null default gen_random_uuid();
alter table identities add constraint identity_id_taken unique (id);
alter table identities alter column id drop default;

-- Subjects that were matched by an address which nobody verified are matched again, by one that is.
delete from token_subjects s using token_issuers i
where i.tenant_id = s.tenant_id and i.id = s.issuer_id and i.trusts_email;
alter table token_issuers drop column trusts_email;
