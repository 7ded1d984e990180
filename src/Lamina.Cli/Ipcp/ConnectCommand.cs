using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp connect NAME --dst D [--component dt|mgmt|all] [--qos Q] [--weight N[,video=N][,voice=N]] [--capacity RATE]</summary>
internal static class ConnectCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string> destination = AdjacencyOptions.Destination();
        Option<string?> component = AdjacencyOptions.Component();
        Option<string?> qos = new("--qos", "-q")
        {
            Description = "What the flow must give; so far only raw: adjacencies add nothing to what the layer below gives",
            HelpName = "QOS",
        };
        qos.OneOf("raw");
        Option<string?> weight = new("--weight")
        {
            Description = "What the link costs, 1 to 65535, for all or by QoS cube: N[,video=N][,voice=N] (default 1)",
            HelpName = "N",
        };
        Option<string?> capacity = CommonOptions.Capacity("What flows may reserve of the link in each direction; best nine tenths of what it carries");
        Command command = new("connect", "Makes an adjacency with another member. Example: lamina ipcp connect uni2 --dst uni1")
        {
            name, destination, component, qos, weight, capacity,
        };
        command.SetOperation(context, (stack, result, cancel) =>
        {
            string ipcp = result.GetRequiredValue(name);
            ConnectRequest request = new(
                result.GetRequiredValue(destination), result.GetValue(component) ?? "all", result.GetValue(qos), result.GetValue(weight),
                result.GetValue(capacity));
            Task<Outcome> connection = stack.ConnectAsync(ipcp, request, cancel).AsTask();
            return new(Waiting.ForAsync(
                context, $"{ipcp} is connecting to {request.Destination}", connection, () => AskWhyAsync(stack, ipcp, request.Destination, cancel)));
        });
        return command;
    }

    /// <summary>Why the last attempt came to nothing; null where none has.</summary>
    private static async Task<string?> AskWhyAsync(IStackControl stack, string ipcp, string destination, CancellationToken cancel)
    {
        try
        {
            ShowReport? report = (await stack.ShowAsync(ipcp, "adjacencies", cancel)).Value;
            string? problem = report?.Items.Where(item => item["name"]?.ToString() == destination)
                .Select(item => item["problem"]?.ToString()).FirstOrDefault(text => text is not null);
            return problem is null ? null : $"{problem}; waiting for it, up to 5 s";
        }
        catch (Exception failure) when (failure is DaemonUnreachableException or OperationCanceledException)
        {
            // The connection itself will say so.
            return null;
        }
    }
}
