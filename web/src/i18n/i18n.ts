import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "~/api/types";

export const LANGUAGES: readonly Language[] = ["en", "de"];
const STORAGE_KEY = "atelier.language";

/** One file per area and language: `i18n/en/clients.json` is the namespace `clients`. */
const catalogues = import.meta.glob<Record<string, unknown>>("./{en,de}/*.json", { import: "default" });

const lazyCatalogues: BackendModule = {
  type: "backend",
  init: () => {},
  read: (language, area, done) => {
    const load = catalogues[`./${language}/${area}.json`];
    if (!load) {
      done(new Error(`There is no catalogue ${language}/${area}.json`), null);
      return;
    }
    load().then(
      (catalogue) => done(null, catalogue),
      (error: unknown) => done(error as Error, null),
    );
  },
};

export const i18n = i18next.use(lazyCatalogues).use(initReactI18next);

export async function startI18n(language: Language = preferredLanguage()): Promise<void> {
  document.documentElement.lang = language;
  await i18n.init({
    lng: language,
    fallbackLng: false,
    supportedLngs: LANGUAGES,
    ns: ["ui", "shell", "terms"],
    defaultNS: "ui",
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** The person's choice on this device, else the browser's first language that we have. */
export function preferredLanguage(): Language {
  const wanted = [readStored(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (
    LANGUAGES.find(
      (language) => language === wanted.find((tag) => LANGUAGES.some((known) => known === tag)),
    ) ?? "en"
  );
}

export async function changeLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Blocked storage: the choice then lasts until the page is left.
  }
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
