import { type ComponentType, createContext, type ReactElement, type ReactNode } from "react";

export interface MenuProps {
  /** The button that opens it; it must carry its accessible name. */
  trigger: ReactElement<React.ComponentPropsWithRef<"button">>;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "right";
}

export interface MenuItemProps {
  icon?: ReactNode;
  children: ReactNode;
  /** What is done, or `to`: where it leads. */
  onSelect?: () => void;
  to?: string;
  isDangerous?: boolean;
  isChecked?: boolean;
  /** Why the act is not possible now; shown below the label. */
  disabledReason?: string | null;
  hint?: ReactNode;
}

export interface MenuGroupProps {
  label: ReactNode;
  children?: ReactNode;
}

interface Parts {
  Item: ComponentType<MenuItemProps>;
  Group: ComponentType<MenuGroupProps>;
  Separator: ComponentType;
}

/** What the loaded menu gives to the items written inside it, so that they need not be loaded before. */
export const MenuParts = createContext<Parts | null>(null);
