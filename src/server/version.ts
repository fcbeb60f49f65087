import packageFile from "../../package.json" with { type: "json" };

/** The version of this program, as `/health` and the API's document name it. */
export const { version } = packageFile;
