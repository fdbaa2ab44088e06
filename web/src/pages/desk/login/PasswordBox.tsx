import { useState } from "react";

import { useLoginWords } from "@/pages/desk/login/words";

interface BoxProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  complete: "current-password" | "new-password";
  describedBy?: string;
}

/** A password with the choice of seeing what one types. */
export function PasswordBox({ id, label, value, onChange, complete, describedBy }: BoxProps) {
  const t = useLoginWords();
  const [seen, setSeen] = useState(false);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <span className="login-password">
        <input
          id={id}
          className="native-box"
          {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
          type={seen ? "text" : "password"}
          autoComplete={complete}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
        <button
          type="button"
          aria-pressed={seen}
          onClick={() => {
            setSeen(!seen);
          }}
        >
          {seen ? t.hide : t.show}
        </button>
      </span>
    </>
  );
}
