import "i18next";

/** Keys are checked when the program is compiled: a missing one is a type error. */
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    resources: {
      accounts: typeof import("./en/accounts.json");
      activity: typeof import("./en/activity.json");
      audit: typeof import("./en/audit.json");
      auth: typeof import("./en/auth.json");
      campaigns: typeof import("./en/campaigns.json");
      clients: typeof import("./en/clients.json");
      consent: typeof import("./en/consent.json");
      developers: typeof import("./en/developers.json");
      webhooks: typeof import("./en/webhooks.json");
      doors: typeof import("./en/doors.json");
      exercises: typeof import("./en/exercises.json");
      history: typeof import("./en/history.json");
      home: typeof import("./en/home.json");
      ideas: typeof import("./en/ideas.json");
      people: typeof import("./en/people.json");
      privacy: typeof import("./en/privacy.json");
      profiles: typeof import("./en/profiles.json");
      prompts: typeof import("./en/prompts.json");
      review: typeof import("./en/review.json");
      roles: typeof import("./en/roles.json");
      security: typeof import("./en/security.json");
      settings: typeof import("./en/settings.json");
      shell: typeof import("./en/shell.json");
      step_up: typeof import("./en/step_up.json");
      tenants: typeof import("./en/tenants.json");
      terms: typeof import("./en/terms.json");
      ui: typeof import("./en/ui.json");
      usage: typeof import("./en/usage.json");
    };
  }
}
