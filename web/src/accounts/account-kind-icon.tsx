import { AudioLines, Building2, Camera, type LucideIcon, Mic2, Store, Tag, User } from "lucide-react";
import type { AccountKind } from "~/accounts/types";

const ICONS: Record<AccountKind, LucideIcon> = {
  agency: Building2,
  client: Store,
  artist: Mic2,
  label: AudioLines,
  brand: Tag,
  individual: User,
  studio: Camera,
};

export function AccountKindIcon({ kind }: { kind: AccountKind }) {
  const Icon = ICONS[kind] ?? Building2;
  return <Icon size={16} strokeWidth={1.6} aria-hidden="true" className="shrink-0 text-ink-faint" />;
}
