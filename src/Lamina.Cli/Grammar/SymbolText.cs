using System.CommandLine;
using System.Globalization;

namespace Lamina.Cli.Grammar;

/// <summary>Options and arguments as help and manual write them.</summary>
internal static class SymbolText
{
    /// <summary>"-c, --count N".</summary>
    public static string Of(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(alias => alias != "-?").Append(option.Name).Distinct().OrderBy(name => name.Length));
        return TakesValue(option) ? $"{names} {Placeholder(option)}" : names;
    }

    /// <summary>"NAME", "[NAME]", "ARGS...".</summary>
    public static string Of(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $"[{name}]" : name;
    }

    public static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) && option.ValueType != typeof(void);

    public static string Placeholder(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    /// <summary>Its sentence, with the default where there is one that means something.</summary>
    public static string Describe(Option option)
    {
        string text = option.Description ?? "";
        string? byDefault = option.HasDefaultValue && TakesValue(option)
            ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture)
            : null;
        return string.IsNullOrEmpty(byDefault) || option.GetDefaultValue() is Array ? text : $"{text} (default {byDefault})";
    }

    /// <summary>What a command takes that its user should know of: its own options, then what all take.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) => command.Options
        .Concat(Above(command).SelectMany(above => above.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden)
        .DistinctBy(option => option.Name);

    /// <summary>"lamina ipcp create".</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', Above(command).Reverse().Append(command).Select(part => part.Name));

    private static IEnumerable<Command> Above(Command command)
    {
        for (Command? at = ParentOf(command); at is not null; at = ParentOf(at))
        {
            yield return at;
        }
    }

    private static Command? ParentOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault();
}
