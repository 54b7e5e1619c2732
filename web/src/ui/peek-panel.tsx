import { lazy, Suspense, useState } from "react";
import type { PeekPanelProps } from "~/ui/peek-panel-frame";

const PeekPanelFrame = lazy(() =>
  import("./peek-panel-frame").then((module) => ({ default: module.PeekPanelFrame })),
);

/** Details of a list's row beside the list. Whether it is open belongs into the URL. */
export function PeekPanel(props: PeekPanelProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <PeekPanelFrame {...props} />
    </Suspense>
  );
}
