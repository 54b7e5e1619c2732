import { Avatar } from "~/ui/avatar";

export function TenantFace({ name }: { name: string }) {
  return (
    <>
      <Avatar name={name} isOrganisation />
      <span className="min-w-0 flex-1 truncate text-left font-serif text-lg">{name}</span>
    </>
  );
}
