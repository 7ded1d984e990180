using Lamina.Core;

namespace Lamina.Cli.Tools;

/// <summary>The spec of a QoS name that the grammar has checked.</summary>
internal static class QosChoice
{
    public static QosSpec Of(string? name, QosSpec otherwise) =>
        name is not null && QosNames.TryGet(name, out QosSpec spec) ? spec : otherwise;
}
