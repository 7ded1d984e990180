using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Tools;

/// <summary>NAME, or --listen --name N: the two sides of a tool.</summary>
internal sealed class ListenOptions
{
    public Argument<string?> Destination { get; } = new("NAME") { Description = "The name of the server that is called", Arity = ArgumentArity.ZeroOrOne };

    public Option<bool> Listen { get; } = new("--listen") { Description = "Be the server" };

    public Option<string?> Name { get; } = new("--name") { Description = "With --listen: the server's name", HelpName = "NAME" };

    public Option<string?> Layer { get; } = CommonOptions.OnlyLayer();

    public void AddTo(Command command)
    {
        command.Arguments.Add(Destination);
        command.Options.Add(Listen);
        command.Options.Add(Name);
        command.Options.Add(Layer);
        command.Validators.Add(result =>
        {
            bool listens = result.GetValue(Listen);
            bool named = result.GetResult(Name) is not null;
            bool called = result.GetResult(Destination) is { Tokens.Count: > 0 };
            if (listens ? !named || called : named || !called)
            {
                result.AddError($"give either NAME, or --listen --name NAME");
            }

            if (listens && result.GetResult(Layer) is not null)
            {
                result.AddError("--layer is for the side that calls; a server is reached where its name is registered");
            }
        });
    }

    /// <summary>The server's name; null on the client's side.</summary>
    public string? ServerName(ParseResult result) => result.GetValue(Listen) ? result.GetValue(Name) : null;
}
