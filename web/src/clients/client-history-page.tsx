import { useParams } from "@tanstack/react-router";
import { VersionsPanel } from "~/history/versions-panel";

export function ClientHistoryPage() {
  const { clientId } = useParams({ from: "/shell/clients/$clientId/history" });
  return <VersionsPanel kind="client" id={clientId} />;
}
