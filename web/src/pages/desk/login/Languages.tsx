import { speak, useLang } from "@/lib/i18n";

/** The languages one can read before anybody knows who one is. */
export function Languages() {
  const lang = useLang();
  return (
    <p className="login-lang">
      {(["zh", "en"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={lang === one}
          onClick={() => {
            speak(one);
          }}
        >
          {one === "zh" ? "中文" : "English"}
        </button>
      ))}
    </p>
  );
}
