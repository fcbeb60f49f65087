import { CalculationError, calculate } from "#/server/ai/tools/builtin/calculate.ts";
import { type Plugin, ToolFailure } from "#/server/ai/tools/plugin.ts";

export const calculator: Plugin = {
  manifest: {
    id: "scaiwave.calculator",
    name: "Calculator",
    version: "1.0.0",
    description: "Calculates exactly, with whole numbers and fractions of any size.",
    permissions: [],
    injectsContext: true,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "calculator",
        description:
          "Calculates an arithmetic expression exactly: + - * / ^ mod, ! , % for hundredths, parentheses, abs, min, max, sum, avg, floor, ceil, round(x, decimals), sqrt. Use it for every calculation instead of working it out yourself.",
        usage: "/calc <expression>",
        parameters: {
          type: "object",
          properties: {
            expression: { type: "string", minLength: 1, maxLength: 1000, description: "Such as (3 + 4) * 12.5" },
          },
          required: ["expression"],
          additionalProperties: false,
        },
        permissionsRequired: [],
        sideEffects: false,
      },
    ],
  },
  systemContext: async () => "Calculate with the calculator tool; its results are exact.",
  executeTool: async (_tool, args) => {
    const expression = String(args.expression);
    try {
      return `${expression.trim()} = ${calculate(expression)}`.replace("= ≈", "≈");
    } catch (error) {
      if (!(error instanceof CalculationError)) throw error;
      throw new ToolFailure(error.message, ["Write the expression in another way and call the tool again."]);
    }
  },
};
