import { useState } from "react";

import { useChangePassword, useLogIn } from "@/features/org/api";
import { speak, useLang, type Lang } from "@/lib/i18n";
import { useAddress } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { workspacesHere } from "@/lib/workspaces";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";
import "@/pages/phone/login/login.css";

/** The way in. Where one wanted to go is still the address, and opens afterwards. */
export function LoginPage() {
  const t = usePhoneWords();
  const shared = useShared();
  const lang = useLang();
  const workspace = useAddress().search.get("w") ?? workspacesHere()[0]?.key ?? null;
  const logIn = useLogIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [early, setEarly] = useState(false);
  const missing = login.trim() === "" || password === "";
  return (
    <main className="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setEarly(true);
          if (!missing) {
            logIn.mutate({ login: login.trim(), password, ...(workspace === null ? {} : { workspace }) });
          }
        }}
      >
        <h1>{shared.product}</h1>
        <p className="muted">{t.lead}</p>
        <Box id="login" label={t.login} value={login} onChange={setLogin} complete="username" />
        <Box
          id="password"
          label={t.password}
          value={password}
          onChange={setPassword}
          complete="current-password"
          secret
        />
        {early && missing ? <p role="alert">{t.loginFirst}</p> : <Problem error={logIn.error} />}
        <Button look="primary" submit wide busy={logIn.isPending}>
          {t.logIn}
        </Button>
        <Chips
          label={t.language}
          quiet
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
          value={lang}
          onChange={(chosen) => {
            speak(chosen as Lang);
          }}
        />
      </form>
    </main>
  );
}

/** A first password opens this page only. */
export function PasswordPage() {
  const t = usePhoneWords();
  const change = useChangePassword();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  return (
    <main className="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(
            { old, new: fresh },
            {
              onSuccess: () => {
                toast(t.changed);
              },
            },
          );
        }}
      >
        <h1>{t.newPassword}</h1>
        <p className="muted">{t.newPasswordHint}</p>
        <Box id="old" label={t.oldPassword} value={old} onChange={setOld} complete="current-password" secret />
        <Box id="new" label={t.freshPassword} value={fresh} onChange={setFresh} complete="new-password" secret />
        <Problem error={change.error} />
        <Button look="primary" submit wide busy={change.isPending}>
          {t.change}
        </Button>
      </form>
    </main>
  );
}

interface BoxProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  complete: "username" | "current-password" | "new-password";
  secret?: boolean;
}

/** A line of the log-in; a password may be pasted, or filled in by the phone. */
function Box({ id, label, value, onChange, complete, secret = false }: BoxProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="control"
        type={secret ? "password" : "text"}
        autoComplete={complete}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}
