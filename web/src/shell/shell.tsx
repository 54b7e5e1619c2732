import { Outlet, useRouter } from "@tanstack/react-router";
import { Menu as MenuIcon, Search } from "lucide-react";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { seeingAs } from "~/api/see-as";
import { useMe } from "~/session/queries";
import { Breadcrumb } from "~/shell/crumbs";
import { LiveIndicator } from "~/shell/live-indicator";
import { ProfileMenu } from "~/shell/profile-menu";
import { Rail } from "~/shell/rail";
import { useLiveSession } from "~/shell/use-live-session";
import { Kbd } from "~/ui/kbd";
import { PageSkeleton } from "~/ui/skeleton";

// What is seldom shown, or brings the dialog's code with it: the first paint does not wait for it.
const PhoneRail = lazy(() => import("./phone-rail").then((module) => ({ default: module.PhoneRail })));
const ActingBanner = lazy(() =>
  import("./acting-banner").then((module) => ({ default: module.ActingBanner })),
);
const Palette = lazy(() => import("./palette").then((module) => ({ default: module.Palette })));

/** The frame around every page of a signed-in person. */
export function Shell() {
  const { t } = useTranslation("shell");
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isRailOpen, setIsRailOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const me = useMe();
  const isActing = Boolean(me.impersonator || me.see_as || seeingAs());
  useLiveSession();
  useFocusOnNavigation(main);

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setIsPaletteOpen((isOpen) => !isOpen);
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  return (
    <div className="min-h-dvh md:pl-60">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent-fill px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {t("skip")}
      </a>
      <div className="fixed inset-y-0 left-0 hidden w-60 border-line border-r bg-paper md:block">
        <Rail />
      </div>
      <div className="sticky top-0 z-20">
        {isActing ? (
          <Suspense fallback={null}>
            <ActingBanner />
          </Suspense>
        ) : null}
        <header className="flex h-14 items-center gap-3 border-line border-b bg-paper/95 px-4 md:px-10">
          <button
            type="button"
            aria-label={t("menu.open")}
            aria-haspopup="dialog"
            onClick={() => setIsRailOpen(true)}
            className="-ml-2 flex size-10 items-center justify-center rounded-md text-ink-soft hover:bg-hover md:hidden"
          >
            <MenuIcon size={18} aria-hidden="true" />
          </button>
          <div className="min-w-0 flex-1">
            <Breadcrumb />
          </div>
          <LiveIndicator />
          <button
            type="button"
            onClick={() => setIsPaletteOpen(true)}
            aria-keyshortcuts="Meta+K Control+K"
            className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-faint text-sm hover:border-line-strong hover:text-ink"
          >
            <Search size={14} aria-hidden="true" />
            <span className="sr-only sm:not-sr-only">{t("palette.hint")}</span>
            <span className="hidden sm:inline" aria-hidden="true">
              <Kbd keys="modK" />
            </span>
          </button>
          <ProfileMenu />
        </header>
      </div>
      <main
        ref={main}
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl px-4 py-8 outline-none md:px-10 md:py-10"
      >
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {isRailOpen ? (
        <Suspense fallback={null}>
          <PhoneRail onClose={() => setIsRailOpen(false)} />
        </Suspense>
      ) : null}
      {isPaletteOpen ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setIsPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** After a page change the keyboard and the screen reader start at the new page, not at the old link. */
function useFocusOnNavigation(main: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onResolved", ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) main.current?.focus({ preventScroll: true });
      }),
    [router, main],
  );
}
