import { Menu as Base } from "@base-ui/react/menu";
import { useNavigate } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { cx } from "~/ui/class-names";
import { splitAddress } from "~/ui/link";
import { type MenuGroupProps, type MenuItemProps, MenuParts, type MenuProps } from "~/ui/menu-parts";

/** The menu proper, loaded and opened by the first press on its trigger. */
export function MenuFrame({ trigger, children, align = "end", side = "bottom" }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} className="z-50">
          <Base.Popup className="floating max-h-(--available-height) min-w-48 overflow-y-auto p-1">
            <MenuParts value={PARTS}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Item(props: MenuItemProps) {
  const { icon, children, onSelect, to, isDangerous, isChecked, disabledReason, hint } = props;
  const navigate = useNavigate();
  const select = () => {
    if (to) void navigate({ to: splitAddress(to).pathname, search: splitAddress(to).search });
    onSelect?.();
  };
  return (
    <Base.Item
      disabled={Boolean(disabledReason)}
      onClick={select}
      className={cx(
        "flex cursor-default select-none items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-base outline-none",
        "data-[highlighted]:bg-hover data-[disabled]:text-ink-faint",
        isDangerous ? "text-bad" : "text-ink",
      )}
    >
      {icon ? <span className="text-ink-faint">{icon}</span> : null}
      <span className="min-w-0 flex-1">
        {children}
        {disabledReason ? <span className="block text-xs">{disabledReason}</span> : null}
      </span>
      {isChecked ? <Check size={14} className="text-accent" aria-hidden="true" /> : null}
      {hint ? <span className="text-ink-faint text-xs">{hint}</span> : null}
    </Base.Item>
  );
}

function Group({ label, children }: MenuGroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-ink-faint text-xs">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

function Separator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

const PARTS = { Item, Group, Separator };
