using Google.Protobuf;
using Lamina.Core;

namespace Lamina.Wire.Enrolment;

/// <summary>The second half of enrolment between bytes and what the machines work with.</summary>
public static class EnrolmentCodec
{
    /// <summary>The kind of a message; 0 where there is none.</summary>
    public static EnrolmentMessageKind KindOf(ReadOnlySpan<byte> message) =>
        message.Length == 0 ? default : (EnrolmentMessageKind)message[0];

    /// <summary>The layer's description as a message.</summary>
    public static byte[] WriteConfiguration(LayerParameters layer) => Write(EnrolmentMessageKind.Configuration, new LayerConfiguration
    {
        Layer = layer.Layer.Value,
        Version = layer.Version,
        AddressSize = (uint)layer.AddressSize,
        EidSize = (uint)layer.EidSize,
        InitialTtl = layer.InitialTtl,
        HashAlgorithm = (uint)layer.HashAlgorithm,
        MaxPacketSize = (uint)layer.MaxPacketSize,
        MaxPacketLifetime = (uint)layer.MaxPacketLifetime.Milliseconds,
        Routing = layer.Routing,
        Directory = layer.Directory,
        Addresses = layer.Addresses,
        Congestion = layer.Congestion,
        Insecure = layer.IsInsecure,
    });

    /// <summary>Reads the layer's description.</summary>
    /// <returns>False when it is malformed or a value is outside its range.</returns>
    public static bool TryReadConfiguration(ReadOnlySpan<byte> message, out LayerParameters layer)
    {
        layer = null!;
        if (KindOf(message) != EnrolmentMessageKind.Configuration
            || !ProtobufBarrier.TryParse(LayerConfiguration.Parser, message[1..], out LayerConfiguration read)
            || !Name.TryParse(read.Layer, out Name name)
            || read.Version > byte.MaxValue
            || read.InitialTtl > byte.MaxValue
            || read.HashAlgorithm > byte.MaxValue)
        {
            return false;
        }

        layer = new LayerParameters(
            name, (int)Math.Min(read.MaxPacketSize, int.MaxValue), Duration.FromMilliseconds(read.MaxPacketLifetime))
        {
            Version = (byte)read.Version,
            AddressSize = (int)Math.Min(read.AddressSize, int.MaxValue),
            EidSize = (int)Math.Min(read.EidSize, int.MaxValue),
            InitialTtl = (byte)read.InitialTtl,
            HashAlgorithm = (HashAlgorithmId)read.HashAlgorithm,
            Routing = read.Routing,
            Directory = read.Directory,
            Addresses = read.Addresses,
            Congestion = read.Congestion,
            IsInsecure = read.Insecure,
        };
        return layer.IsValid;
    }

    /// <summary>The joiner's choice as a message.</summary>
    /// <param name="address">The address.</param>
    /// <param name="formerInstance">The instance of an earlier life of the joiner that had it; 0: none.</param>
    public static byte[] WriteConfirm(Address address, ulong formerInstance = 0) =>
        Write(EnrolmentMessageKind.Confirm, new EnrolmentConfirm { Address = address.Value, FormerInstance = formerInstance });

    /// <summary>Reads the joiner's choice.</summary>
    public static bool TryReadConfirm(ReadOnlySpan<byte> message, out Address address, out ulong formerInstance)
    {
        address = default;
        formerInstance = 0;
        if (KindOf(message) != EnrolmentMessageKind.Confirm
            || !ProtobufBarrier.TryParse(EnrolmentConfirm.Parser, message[1..], out EnrolmentConfirm read))
        {
            return false;
        }

        address = new Address(read.Address);
        formerInstance = read.FormerInstance;
        return true;
    }

    /// <summary>The member's last word as a message.</summary>
    public static byte[] WriteDone(Address address) =>
        Write(EnrolmentMessageKind.Done, new EnrolmentDone { Address = address.Value });

    /// <summary>Reads the member's last word.</summary>
    public static bool TryReadDone(ReadOnlySpan<byte> message, out Address address)
    {
        address = default;
        if (KindOf(message) != EnrolmentMessageKind.Done
            || !ProtobufBarrier.TryParse(EnrolmentDone.Parser, message[1..], out EnrolmentDone read))
        {
            return false;
        }

        address = new Address(read.Address);
        return true;
    }

    private static byte[] Write(EnrolmentMessageKind kind, IMessage body)
    {
        byte[] message = new byte[1 + body.CalculateSize()];
        message[0] = (byte)kind;
        body.WriteTo(message.AsSpan(1));
        return message;
    }
}
