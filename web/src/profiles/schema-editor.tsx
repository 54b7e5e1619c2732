import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSaveSchema } from "~/profiles/acts";
import { fieldsOf, type SchemaField, schemaOf } from "~/profiles/schema-fields";
import { SchemaRow } from "~/profiles/schema-row";
import type { ProfileSchema } from "~/profiles/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Form } from "~/ui/form";
import { toast } from "~/ui/toast-store";

interface Row {
  /** Keeps a row's controls while its name is being typed. */
  key: number;
  field: SchemaField;
}

/** The attributes of a kind as a list that can be added to, ordered and described. */
export function SchemaEditor({ known }: { known: ProfileSchema }) {
  const { t } = useTranslation("profiles");
  const may = useMay();
  const save = useSaveSchema();
  const [rows, setRows] = useState<readonly Row[]>(() =>
    fieldsOf(known.schema).map((field, key) => ({ key, field })),
  );
  const [nextKey, setNextKey] = useState(rows.length);
  const mayChange = may("profile_schema.update");
  const names = rows.map(({ field }) => field.name);
  const isDoubled = new Set(names).size < names.length;

  function add(): void {
    setRows([...rows, { key: nextKey, field: emptyField() }]);
    setNextKey(nextKey + 1);
  }

  function move(at: number, by: -1 | 1): void {
    const moved = [...rows];
    const [row] = moved.splice(at, 1);
    if (row) moved.splice(at + by, 0, row);
    setRows(moved);
  }

  const schema = schemaOf(
    rows.map(({ field }) => field),
    known.schema,
  );

  return (
    <Form
      className="flex flex-col gap-5"
      onSubmit={async () => {
        await save.mutateAsync({ known, schema });
        toast.success(t("schema.saved"));
      }}
    >
      {({ isBusy }) => (
        <>
          {rows.length > 0 ? (
            <ol className="flex flex-col gap-3">
              {rows.map(({ key, field }, at) => (
                <SchemaRow
                  key={key}
                  field={field}
                  at={at}
                  count={rows.length}
                  isReadOnly={!mayChange}
                  onChange={(next) =>
                    setRows(rows.map((row) => (row.key === key ? { key, field: next } : row)))
                  }
                  onMove={(by) => move(at, by)}
                  onRemove={() => setRows(rows.filter((row) => row.key !== key))}
                />
              ))}
            </ol>
          ) : (
            <EmptyState title={t("schema.empty_title")}>{t("schema.empty")}</EmptyState>
          )}
          {mayChange ? (
            <div className="flex flex-wrap gap-2">
              <Button icon={<Plus size={15} aria-hidden="true" />} onClick={add}>
                {t("schema.add")}
              </Button>
              <Button
                type="submit"
                variant="primary"
                isBusy={isBusy}
                disabledReason={isDoubled ? t("schema.doubled") : null}
              >
                {t("save")}
              </Button>
            </div>
          ) : null}
          <details className="text-sm">
            <summary className="w-fit text-ink-soft hover:text-ink">{t("schema.json")}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reached by keyboard */}
            <pre tabIndex={0} className="mt-2 max-h-96 overflow-auto rounded-md bg-sunken p-4 font-mono">
              {JSON.stringify(schema, null, 2)}
            </pre>
          </details>
        </>
      )}
    </Form>
  );
}

function emptyField(): SchemaField {
  return {
    name: "",
    label: "",
    type: "text",
    isRequired: false,
    unit: "",
    options: [],
    minimum: null,
    maximum: null,
    maxLength: null,
    rest: {},
  };
}
