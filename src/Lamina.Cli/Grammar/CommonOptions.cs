using System.CommandLine;
using Lamina.Core;

namespace Lamina.Cli.Grammar;

/// <summary>Options and arguments that several commands share.</summary>
public static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "JSON with a schema field instead of text" };

    public static Argument<string> Ipcp() => new("IPCP") { Description = "The IPC process's name" };

    public static Option<bool> Autobind() =>
        new("--autobind") { Description = "Bind the process to its own name and to the layer's" };

    public static Option<bool> Insecure() =>
        new("--insecure") { Description = "For labs: peers prove nothing; `lamina status` shows it" };

    /// <summary>--capacity: what may be reserved.</summary>
    public static Option<string?> Capacity(string description) => Rate("--capacity", $"{description}, as 90mbit (default: nothing is reserved)");

    /// <summary>A rate; what is none is refused with a sentence.</summary>
    public static Option<string?> Rate(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "RATE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RateText.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"{name} {result.Tokens[0].Value}: it must be a rate with its unit: 90mbit, 512kbit, 1.5gbit");
            }
        });
        return option;
    }

    public static Option<string?> Qos()
    {
        Option<string?> option = new("--qos", "-q") { Description = $"What the flow must give: {string.Join(", ", QosNames.All)}", HelpName = "QOS" };
        return option.OneOf([.. QosNames.All]);
    }

    /// <summary>Where a flow is to come from; without it a server on this host is reached without a layer.</summary>
    public static Option<string?> OnlyLayer() => new("--layer")
    {
        Description = "Only in this layer; default: directly to a program of this stack, else in any layer",
        HelpName = "LAYER",
    };

    /// <summary>An option that is given once per value.</summary>
    public static Option<string[]> Repeated(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Refuses numbers outside the range with a sentence.</summary>
    public static Option<T> Within<T>(this Option<T> option, double least, double most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1)
            {
                return;
            }

            if (!NumberText.TryParse(result.Tokens[0].Value, out double value))
            {
                result.AddError($"{option.Name} {result.Tokens[0].Value}: it must be {NumberText.KindOf(typeof(T))}");
            }
            else if (!(value >= least && value <= most))
            {
                result.AddError($"{option.Name} {result.Tokens[0].Value}: it must be from {least:0.######} to {most:0.######}");
            }
        });
        return option;
    }
}
