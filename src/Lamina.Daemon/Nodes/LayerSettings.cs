using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Node.Management;
using Lamina.Wire.DataTransfer;

namespace Lamina.Daemon.Nodes;

/// <summary>The settings of a bootstrap request, read and checked, as the node takes them.</summary>
/// <param name="Udp">Null where no settings of a udp layer are given.</param>
/// <param name="Unicast">Defaults where none are given.</param>
internal sealed record LayerSettings(UdpParameters? Udp, UnicastParameters Unicast)
{
    public static async ValueTask<Answer<LayerSettings>> ReadAsync(BootstrapRequest request, CancellationToken cancel)
    {
        Answer<UnicastParameters> unicast = ReadUnicast(request);
        if (!unicast.IsOk)
        {
            return unicast.Outcome;
        }

        if (request.Udp is null)
        {
            return new LayerSettings(null, unicast.Value);
        }

        Answer<UdpParameters> udp = await UdpPlaces.ReadAsync(request, request.Udp, cancel);
        return udp.IsOk ? new LayerSettings(udp.Value, unicast.Value) : udp.Outcome;
    }

    private static Answer<UnicastParameters> ReadUnicast(BootstrapRequest request)
    {
        UnicastParameters parameters = new(Name.Parse(request.Layer)) { IsInsecure = request.Insecure };
        if (request.Unicast is not { } settings)
        {
            return parameters;
        }

        if (settings.Hash is not null and not "sha3-256")
        {
            return Outcome.Usage($"names cannot be hashed with '{settings.Hash}' in a unicast layer yet", "sha3-256");
        }

        Outcome? refusal = OutOfRange("addressSize", settings.AddressSize, 1, 8)
            ?? OutOfRange("ttl", settings.Ttl, 1, 255)
            ?? OutOfRange("mps", settings.Mps, 64, 65_000)
            ?? TooSmall(settings.Mps, request.Insecure)
            ?? OutOfRange("mpl", settings.Mpl, 10, 600_000);
        if (refusal is { } outOfRange)
        {
            return outOfRange;
        }

        int addressSize = settings.AddressSize ?? parameters.AddressSize;
        return parameters with
        {
            IsRouter = settings.Router,
            AddressSize = addressSize,
            InitialTtl = (byte)(settings.Ttl ?? parameters.InitialTtl),
            LowerMaxPacketSize = settings.Mps + DataTransferFormat.HeaderLengthFor(addressSize),
            MaxPacketLifetime = settings.Mpl is { } mpl ? Duration.FromMilliseconds(mpl) : parameters.MaxPacketLifetime,
            Routing = settings.Routing ?? parameters.Routing,
            Directory = settings.Directory ?? parameters.Directory,
            Addresses = settings.Address ?? parameters.Addresses,
            Congestion = settings.Congestion ?? parameters.Congestion,
        };
    }

    // The member says so too; here it is said before an authority is made for the layer.
    private static Outcome? TooSmall(int? mps, bool isInsecure) => !isInsecure && mps < LayerSecurity.LeastPacketSize
        ? Outcome.Usage(
            $"packets of {mps} bytes do not carry the handshakes of a secure layer", $"--mps {LayerSecurity.LeastPacketSize} or more, or none: it is chosen")
        : null;

    private static Outcome? OutOfRange(string field, int? value, int least, int most) =>
        value is { } number && (number < least || number > most)
            ? Outcome.Usage($"{field} is {number}: it must be from {least} to {most}")
            : null;
}
