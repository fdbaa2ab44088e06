import type { Mapping, Source } from "@/features/importer/shapes";
import { useImportWords } from "@/features/importer/words";
import { say } from "@/lib/i18n";
import { Select } from "@/ui/desk/choosers";
import { Card } from "@/ui/desk/PageHeader";

interface Props {
  source: Source;
  title: string;
  open: boolean;
  busy: boolean;
  onChange: (mapping: Mapping) => void;
}

/** Each column with its first values, and the field it becomes. */
export function MappingTable({ source, title, open, onChange }: Props) {
  const t = useImportWords();
  const options = source.targets.map((target) => ({
    value: target.key,
    label: target.required ? `${say(target.label)}（${t.required}）` : say(target.label),
  }));
  const called = (key: string | null) => options.find((option) => option.value === key)?.label ?? t.ignored;
  return (
    <Card title={title}>
      {open ? <p className="muted">{t.mappingHint}</p> : null}
      <div className="facts-scroll">
        <table className="import-mapping">
          <thead>
            <tr>
              <th scope="col">{t.column}</th>
              <th scope="col">{t.samples}</th>
              <th scope="col">{t.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {source.columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">{column.name}</th>
                <td className="muted">{column.samples.join("，")}</td>
                <td>
                  {open ? (
                    <Select
                      label={`${column.name} ${t.becomes}`}
                      width={220}
                      clearable
                      placeholder={t.ignored}
                      value={source.guess[column.name] ?? null}
                      options={options}
                      onChange={(target) => {
                        onChange({ ...source.guess, [column.name]: target });
                      }}
                    />
                  ) : (
                    called(source.guess[column.name] ?? null)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
