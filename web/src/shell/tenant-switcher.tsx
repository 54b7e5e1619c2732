import { lazy, Suspense } from "react";
import { useMe } from "~/session/queries";
import { TenantFace } from "~/shell/tenant-face";

const TenantMenu = lazy(() => import("./tenant-menu").then((module) => ({ default: module.TenantMenu })));

/** The agency one works in; with several memberships it switches between them. */
export function TenantSwitcher() {
  const { tenant, tenants } = useMe();
  const still = (
    <div className="flex items-center gap-2.5 px-1.5 py-1">
      <TenantFace name={tenant.name} />
    </div>
  );
  if (tenants.length < 2) return still;
  return (
    <Suspense fallback={still}>
      <TenantMenu />
    </Suspense>
  );
}
