import { cloneElement, lazy, Suspense, use, useState } from "react";
import { type MenuGroupProps, type MenuItemProps, MenuParts, type MenuProps } from "~/ui/menu-parts";

const load = () => import("./menu-frame").then((module) => ({ default: module.MenuFrame }));
const MenuFrame = lazy(load);

/** Its script comes when a pointer or the focus nears the trigger; no page waits for it. */
export function Menu(props: MenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  const near = () => void load();
  const trigger = cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: near,
    onFocus: near,
    onClick: () => setIsWanted(true),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setIsWanted(true);
    },
  });
  if (!isWanted) return trigger;
  return (
    <Suspense fallback={trigger}>
      <MenuFrame {...props} />
    </Suspense>
  );
}

export function MenuItem(props: MenuItemProps) {
  const parts = use(MenuParts);
  return parts ? <parts.Item {...props} /> : null;
}

export function MenuGroup(props: MenuGroupProps) {
  const parts = use(MenuParts);
  return parts ? <parts.Group {...props} /> : null;
}

export function MenuSeparator() {
  const parts = use(MenuParts);
  return parts ? <parts.Separator /> : null;
}
