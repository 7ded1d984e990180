using FsCheck;
using FsCheck.Fluent;
using Lamina.Core;
using Lamina.Wire.Allocation;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Frcp;

namespace Lamina.Wire.Tests;

/// <summary>What is written is read, for any values, and a shorter message is never read as a whole one.</summary>
public class RoundTripProperties
{
    private static readonly Gen<uint> Numbers = Gen.Choose(int.MinValue, int.MaxValue).Select(value => (uint)value);
    private static readonly Gen<ulong> LargeNumbers = Numbers.SelectMany(_ => Numbers, (high, low) => ((ulong)high << 32) | low);
    private static readonly Gen<byte> Bytes = Gen.Choose(0, 255).Select(value => (byte)value);
    private static readonly Gen<ulong> Eids = LargeNumbers.Select(value => Math.Max(value, AllocationHeader.FirstFlowEid));

    private static readonly Gen<QosSpec> Specs =
        from delay in Numbers
        from bandwidth in LargeNumbers
        from availability in Bytes
        from loss in Numbers
        from errors in Numbers
        from inOrder in Gen.Elements(true, false)
        from gap in Numbers
        from timeout in Numbers
        select new QosSpec(delay, bandwidth, availability, loss, errors, inOrder, gap, timeout);

    private static readonly Gen<(ulong Eid, ulong Address, int AddressSize, QosSpec Qos, string Name, byte[] Data)> Requests =
        from eid in Eids
        from address in LargeNumbers
        from size in Gen.Choose(0, 8)
        from qos in Specs
        from name in Gen.Choose(1, 1_000_000).Select(number => $"name {number}")
        from data in Bytes.ArrayOf(40)
        select (eid, size == 0 ? 0 : address & (ulong.MaxValue >> (64 - (8 * size))), size, qos, name, data);

    [Fact]
    public void An_allocation_request() => Prop.ForAll(Requests.ToArbitrary(), request =>
    {
        NameHash hash = NameHash.Of(Name.Parse(request.Name), HashAlgorithmId.Sha3_256);
        byte[] bytes = new byte[1000];
        int length = new RequestPdu
        {
            SourceEid = request.Eid,
            SourceAddress = request.Address,
            Qos = request.Qos,
            Destination = hash,
            Data = request.Data,
        }.Write(bytes, request.AddressSize);

        Assert.True(RequestPdu.TryRead(bytes.AsSpan(0, length), request.AddressSize, out RequestPdu read));
        Assert.Equal(request.Eid, read.SourceEid);
        Assert.Equal(request.Address, read.SourceAddress);
        Assert.Equal(request.Qos, read.Qos);
        Assert.Equal(hash, read.Destination);
        Assert.Equal(request.Data, read.Data.ToArray());
        for (int cut = 0; cut < length; cut++)
        {
            Assert.False(RequestPdu.TryRead(bytes.AsSpan(0, cut), request.AddressSize, out _), $"read at {cut} of {length}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_data_transfer_header() => Prop.ForAll(
        (from size in Gen.Choose(1, 8)
         from destination in LargeNumbers
         from ttl in Bytes
         from cube in Bytes
         from ecn in Bytes
         from eid in LargeNumbers
         select (size, new DataTransferHeader(
             new Address(destination & (ulong.MaxValue >> (64 - (8 * size)))), ttl, (QosCube)cube, ecn, eid))).ToArbitrary(),
        sample =>
        {
            (int size, DataTransferHeader header) = sample;
            var format = new DataTransferFormat(size);
            byte[] packet = new byte[format.HeaderLength];
            format.Write(packet, header);
            Assert.Equal(header, format.Read(packet));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_FRCP_header() => Prop.ForAll(
        (from flags in Gen.Choose(0, 127)
         from window in Numbers
         from sequence in Numbers
         from acknowledgement in Numbers
         select new FrcpHeader(
             (FrcpFlags)flags, 0, new SequenceNumber(window), new SequenceNumber(sequence), new SequenceNumber(acknowledgement))).ToArbitrary(),
        header =>
        {
            byte[] packet = new byte[FrcpHeader.Length];
            header.Write(packet);
            Assert.True(FrcpHeader.TryRead(packet, out FrcpHeader read));
            Assert.Equal(header, read);
            Assert.False(FrcpHeader.TryRead(packet.AsSpan(0, FrcpHeader.Length - 1), out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_parameters_of_a_layer() => Prop.ForAll(
        (from name in Gen.Choose(1, 1_000_000).Select(number => Name.Parse($"layer {number}"))
         from version in Bytes
         from addressSize in Gen.Choose(1, 8)
         from ttl in Gen.Choose(1, 255)
         from hash in Gen.Elements(Enum.GetValues<HashAlgorithmId>())
         from size in Gen.Choose(64, 65_535)
         from lifetime in Gen.Choose(1, 600_000)
         from insecure in Gen.Elements(true, false)
         select new LayerParameters(name, size, Duration.FromMilliseconds(lifetime))
         {
             Version = version,
             AddressSize = addressSize,
             InitialTtl = (byte)ttl,
             HashAlgorithm = hash,
             IsInsecure = insecure,
         }).ToArbitrary(),
        layer =>
        {
            Assert.True(EnrolmentCodec.TryReadConfiguration(EnrolmentCodec.WriteConfiguration(layer), out LayerParameters read));
            Assert.Equal(layer, read);
        }).QuickCheckThrowOnFailure();
}
