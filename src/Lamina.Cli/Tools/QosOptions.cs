using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Tools;

/// <summary>What a tool's flow must give: --qos by name, and --bandwidth where the layer is to keep some for it.</summary>
internal sealed class QosOptions
{
    private readonly Option<string?> _qos = CommonOptions.Qos();
    private readonly Option<string?> _bandwidth =
        CommonOptions.Rate("--bandwidth", "What the layer must keep for the flow in each direction, as 4mbit; it is refused where there is not so much");

    public void AddTo(Command command)
    {
        command.Options.Add(_qos);
        command.Options.Add(_bandwidth);
    }

    /// <summary>The spec; its name and rate were checked by the grammar.</summary>
    public QosSpec Read(ParseResult result, QosSpec otherwise)
    {
        QosSpec spec = result.GetValue(_qos) is { } name && QosNames.TryGet(name, out QosSpec named) ? named : otherwise;
        return result.GetValue(_bandwidth) is { } text && RateText.TryParse(text, out ulong rate) ? spec with { Bandwidth = rate } : spec;
    }
}
